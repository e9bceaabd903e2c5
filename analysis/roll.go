package analysis

import "github.com/loadpath/loadpath/model"

// roll numbers the instances of the architecture, service by service. Lists of
// instances nearly always come in the order of their service, so the next one
// is looked for where the last was found, and a table is made only for services
// where that is not so.
type roll struct {
	services []*model.Service
	order    map[*model.Service]int32 // of a service among them
	first    []int32                  // of a service in that order: its first instance
	count    int32

	next   int
	tables map[*model.Service]map[*model.Instance]int
}

func newRoll(a *model.Architecture) *roll {
	r := &roll{services: a.AllServices(), tables: make(map[*model.Service]map[*model.Instance]int)}
	r.order, r.first = make(map[*model.Service]int32, len(r.services)), make([]int32, len(r.services))
	for i, service := range r.services {
		r.order[service], r.first[i] = int32(i), r.count
		r.count += int32(len(service.Instances))
	}
	return r
}

// position is where an instance is among those of its service.
func (r *roll) position(of *model.Service, instance *model.Instance) int {
	for _, at := range [...]int{r.next, 0} {
		if at < len(of.Instances) && of.Instances[at] == instance {
			r.next = at + 1
			return at
		}
	}
	table := r.tables[of]
	if table == nil {
		table = make(map[*model.Instance]int, len(of.Instances))
		for i, instance := range of.Instances {
			table[instance] = i
		}
		r.tables[of] = table
	}
	r.next = table[instance] + 1
	return table[instance]
}

// number is that of an instance of the architecture.
func (r *roll) number(instance *model.Instance) int32 {
	return r.first[r.order[instance.Service]] + int32(r.position(instance.Service, instance))
}
