package model

import "strconv"

// Path names a place in the architecture: services.db.replication.mode,
// services.lb.listen[0]. The empty path is the architecture itself.
type Path string

// Field is the place of a field below p.
func (p Path) Field(name string) Path {
	if p == "" {
		return Path(name)
	}
	return p + "." + Path(name)
}

// Index is the place of an element of the list p.
func (p Path) Index(i int) Path { return p + Path("["+strconv.Itoa(i)+"]") }

// Within tells whether p is q or a place below it.
func (p Path) Within(q Path) bool {
	if q == "" || p == q {
		return true
	}
	return len(p) > len(q) && p[:len(q)] == q && (p[len(q)] == '.' || p[len(q)] == '[')
}
