package advice

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// writeValue writes what is written of a value of the model on one line: a
// struct as its fields, a list of named things as entries by name.
func writeValue(b *strings.Builder, v reflect.Value) {
	switch value := v.Interface().(type) {
	case model.Duration:
		b.WriteString(strconv.Quote(value.String()))
		return
	case model.Size:
		b.WriteString(strconv.Quote(value.String()))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		writeValue(b, v.Elem())
	case reflect.Struct:
		b.WriteByte('{')
		writeFields(b, v, true)
		b.WriteByte('}')
	case reflect.Slice:
		writeList(b, v)
	case reflect.String:
		b.WriteString(strconv.Quote(v.String()))
	case reflect.Bool:
		b.WriteString(strconv.FormatBool(v.Bool()))
	case reflect.Float64:
		b.WriteString(strconv.FormatFloat(v.Float(), 'g', -1, 64))
	default:
		b.WriteString(strconv.FormatInt(v.Int(), 10))
	}
}

// writeFields writes the fields that are written, and tells whether none was
// yet.
func writeFields(b *strings.Builder, v reflect.Value, first bool) bool {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.Anonymous {
			first = writeFields(b, v.Field(i), first)
			continue
		}
		key, written := field.Tag.Lookup("key")
		if !written || key == "-" || v.Field(i).IsZero() || isEmpty(v.Field(i)) || v.Field(i).Interface() == model.External {
			continue
		}
		if !first {
			b.WriteString(", ")
		}
		first = false
		b.WriteString(key + ": ")
		writeValue(b, v.Field(i))
	}
	return first
}

// isEmpty tells whether nothing of a part is written, as of timeouts.
func isEmpty(v reflect.Value) bool {
	if v.Kind() != reflect.Struct {
		return false
	}
	var b strings.Builder
	return writeFields(&b, v, true)
}

// writeList writes a list, or the entries of named things, labels and numbers
// of servers, which the language writes as fields.
func writeList(b *strings.Builder, v reflect.Value) {
	opens, closes := byte('['), byte(']')
	keyed := v.Type().Elem().Kind() == reflect.Struct && isPair(v.Type().Elem()) || v.Len() > 0 && nameOf(v.Index(0)) != ""
	if keyed {
		opens, closes = '{', '}'
	}
	b.WriteByte(opens)
	for i := range v.Len() {
		if i > 0 {
			b.WriteString(", ")
		}
		at := v.Index(i)
		switch {
		case keyed && at.Kind() == reflect.Struct:
			b.WriteString(strconv.Quote(at.Field(0).String()) + ": ")
			writeValue(b, at.Field(1))
		case keyed:
			b.WriteString(label(nameOf(at)) + ": ")
			writeValue(b, at)
		default:
			writeValue(b, at)
		}
	}
	b.WriteByte(closes)
}

// isPair tells whether a type is a key and its value, such as model.Label.
func isPair(t reflect.Type) bool {
	if t.NumField() != 2 {
		return false
	}
	_, keyed := t.Field(0).Tag.Lookup("key")
	return !keyed
}

// label is a key, quoted where CUE needs that.
func label(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return strconv.Quote(name)
	}
	return name
}
