package model

import "reflect"

// Written is a deep copy of what was written, without anything that Resolve
// derived: no zones that only servers name, no derived flows, no servers of
// groups, instances or connections. It is there to be edited and resolved
// anew; nothing of it is shared with a.
func (a *Architecture) Written() *Architecture {
	c := copier{fields: make(map[reflect.Type][]int)}
	w := c.copied(reflect.ValueOf(a)).Interface().(*Architecture)
	zones, flows := w.Zones, w.Flows
	w.Zones, w.Flows = nil, nil
	for _, zone := range zones {
		if zone.Path == "" || zone.Path == Path("zones").Field(zone.Name) {
			w.Zones = append(w.Zones, zone)
		}
	}
	for i, flow := range flows {
		if !a.Flows[i].Derived {
			w.Flows = append(w.Flows, flow)
		}
	}
	for _, service := range w.AllServices() {
		for _, use := range service.Uses {
			if use.To == use.Key {
				use.To = "" // Resolve filled it in, or it said nothing new
			}
		}
	}
	return w
}

// copier copies what was written: fields with a key, and paths. The fields of
// each type are looked up once.
type copier struct{ fields map[reflect.Type][]int }

// copied is a deep copy of a value.
func (c copier) copied(from reflect.Value) reflect.Value {
	switch from.Kind() {
	case reflect.Pointer:
		if from.IsNil() {
			return from
		}
		to := reflect.New(from.Type().Elem())
		to.Elem().Set(c.copied(from.Elem()))
		return to
	case reflect.Slice:
		if from.IsNil() {
			return from
		}
		to := reflect.MakeSlice(from.Type(), from.Len(), from.Len())
		for i := range from.Len() {
			to.Index(i).Set(c.copied(from.Index(i)))
		}
		return to
	case reflect.Struct:
		to := reflect.New(from.Type()).Elem()
		for _, i := range c.fieldsOf(from.Type()) {
			to.Field(i).Set(c.copied(from.Field(i)))
		}
		return to
	}
	return from
}

// fieldsOf are the fields of a type that are written, and its path. A type
// without keys, such as Label, is written as a whole.
func (c copier) fieldsOf(t reflect.Type) []int {
	if fields, known := c.fields[t]; known {
		return fields
	}
	var keyed, all []int
	isKeyed := false
	for i := range t.NumField() {
		field := t.Field(i)
		_, written := field.Tag.Lookup("key")
		isKeyed = isKeyed || written
		if written || field.Anonymous || field.Type == reflect.TypeFor[Path]() {
			keyed = append(keyed, i)
		}
		if field.IsExported() {
			all = append(all, i)
		}
	}
	if !isKeyed {
		keyed = all
	}
	c.fields[t] = keyed
	return keyed
}
