package advice

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// Edit is one place in the architecture and what to write there, in place of
// what stands there.
type Edit struct {
	Path  model.Path
	value reflect.Value
}

// Write is the edit that writes a value of the model's own type, such as a
// []string or a *model.Check, at a path such as services.lb.on, or at that of
// an entry that is not there yet. Only what is written of the value counts.
func Write(path model.Path, value any) Edit { return Edit{path, reflect.ValueOf(value)} }

// CUE is the text of the value, as CUE and as YAML in flow style have it.
func (e Edit) CUE() string {
	var b strings.Builder
	writeValue(&b, e.value)
	return b.String()
}

// String is the edit as people read it: services.lb.on: ["lb-1", "lb-2"].
func (e Edit) String() string { return string(e.Path) + ": " + e.CUE() }

// apply writes the value into an architecture that is not resolved.
func (e Edit) apply(a *model.Architecture) error {
	at, err := e.place(a)
	if err != nil {
		return err
	}
	value := e.value
	if !value.IsValid() {
		return fmt.Errorf("advice: nothing to write at %s", e.Path)
	}
	if at.Kind() == reflect.Pointer && value.Kind() != reflect.Pointer {
		pointed := reflect.New(value.Type())
		pointed.Elem().Set(value)
		value = pointed
	}
	if value.Kind() != at.Kind() || !value.Type().ConvertibleTo(at.Type()) {
		return fmt.Errorf("advice: %s takes no %s", e.Path, value.Type())
	}
	named := nameOf(at)
	at.Set(copied(value.Convert(at.Type())))
	if named != "" {
		setName(at, named)
	}
	return nil
}

// place is where the path leads; what is not there on the way is made.
func (e Edit) place(a *model.Architecture) (reflect.Value, error) {
	at := reflect.ValueOf(a).Elem()
	for _, step := range strings.Split(string(e.Path), ".") {
		name, index, indexed := strings.Cut(strings.TrimSuffix(step, "]"), "[")
		next, ok := below(at, name)
		if ok && indexed {
			next, ok = element(next, index)
		}
		if !ok {
			return at, fmt.Errorf("advice: there is no place %s in an architecture: %s leads nowhere", e.Path, step)
		}
		at = next
	}
	return at, nil
}

// below is the field of a name in a struct, or the entry of a name in a list
// of named things; what is not there is made.
func below(at reflect.Value, name string) (reflect.Value, bool) {
	if at.Kind() == reflect.Pointer {
		if at.IsNil() {
			at.Set(reflect.New(at.Type().Elem()))
		}
		at = at.Elem()
	}
	switch at.Kind() {
	case reflect.Struct:
		return fieldOf(at, name)
	case reflect.Slice:
		return entry(at, name)
	}
	return reflect.Value{}, false
}

// fieldOf is the field that the language calls by a name.
func fieldOf(at reflect.Value, name string) (reflect.Value, bool) {
	for i := range at.NumField() {
		field := at.Type().Field(i)
		if field.Anonymous {
			if found, ok := fieldOf(at.Field(i), name); ok {
				return found, true
			}
		}
		if key, written := field.Tag.Lookup("key"); written && key == name && key != "-" {
			return at.Field(i), true
		}
	}
	return reflect.Value{}, false
}

// entry is the thing of a name in a list of named ones.
func entry(list reflect.Value, name string) (reflect.Value, bool) {
	t := list.Type().Elem()
	if t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return reflect.Value{}, false
	}
	for i := range list.Len() {
		if nameOf(list.Index(i)) == name {
			return list.Index(i), true
		}
	}
	made := reflect.New(t.Elem())
	if !setName(made, name) {
		return reflect.Value{}, false
	}
	list.Set(reflect.Append(list, made))
	return list.Index(list.Len() - 1), true
}

// element is an element of a list, or the one after its last.
func element(list reflect.Value, index string) (reflect.Value, bool) {
	i, err := strconv.Atoi(index)
	if err != nil || list.Kind() != reflect.Slice || i < 0 || i > list.Len() {
		return reflect.Value{}, false
	}
	if i == list.Len() {
		list.Set(reflect.Append(list, reflect.Zero(list.Type().Elem())))
	}
	return list.Index(i), true
}

// nameField is the field that holds the key of an entry.
func nameField(v reflect.Value) (reflect.Value, bool) {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return reflect.Value{}, false
	}
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("key") == "-" {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

func nameOf(v reflect.Value) string {
	if name, ok := nameField(v); ok {
		return name.String()
	}
	return ""
}

func setName(v reflect.Value, name string) bool {
	field, ok := nameField(v)
	if ok {
		field.SetString(name)
	}
	return ok
}

// copied is a value that shares nothing which Resolve writes to with v.
func copied(v reflect.Value) reflect.Value {
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return v
	}
	made := reflect.New(v.Type().Elem())
	made.Elem().Set(v.Elem())
	if made.Elem().Kind() == reflect.Struct {
		for i := range made.Elem().NumField() {
			field := made.Elem().Field(i)
			if !field.CanSet() {
				continue
			}
			switch field.Kind() {
			case reflect.Pointer:
				field.Set(copied(field))
			case reflect.Slice:
				list := reflect.MakeSlice(field.Type(), field.Len(), field.Len())
				for j := range field.Len() {
					list.Index(j).Set(copied(field.Index(j)))
				}
				if !field.IsNil() {
					field.Set(list)
				}
			}
		}
	}
	return made
}
