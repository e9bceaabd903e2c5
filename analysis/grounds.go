package analysis

// grounds say where the instances behind the numbers of a lumped plan stand.
type grounds struct {
	plan *plan
	// members[membersAt[n]:membersAt[n+1]] are the instances of number n.
	membersAt, members []int32
	// quarters[quartersAt[n]:quartersAt[n+1]] are its zones, outer ones too.
	quartersAt []int32
	quarters   []quarter
}

// quarter is how many instances stand in a zone.
type quarter struct{ zone, count int32 }

func newGrounds(p *plan) *grounds {
	g := &grounds{
		plan: p, membersAt: make([]int32, len(p.instances)+1), members: make([]int32, len(p.seats)),
		quarters: make([]quarter, 0, len(p.instances)),
	}
	for _, number := range p.seats {
		g.membersAt[number+1]++
	}
	for i := range p.instances {
		g.membersAt[i+1] += g.membersAt[i]
	}
	next := append([]int32(nil), g.membersAt...)
	for i, number := range p.seats {
		g.members[next[number]] = int32(i)
		next[number]++
	}
	g.quartersAt = make([]int32, 1, len(p.instances)+1)
	seen := make([]stamp, len(p.zones))
	for number := range p.instances {
		for _, member := range g.membersOf(int32(number)) {
			g.locate(member, int32(number)+1, seen)
		}
		g.quartersAt = append(g.quartersAt, int32(len(g.quarters)))
	}
	return g
}

// locate counts an instance in all zones around it; at stamps its number.
func (g *grounds) locate(member, at int32, seen []stamp) {
	server := g.plan.serverOf[member]
	if server == none {
		return
	}
	for zone := g.plan.zoneOf[server]; zone != none; zone = g.plan.parentOf[zone] {
		position := seen[zone].first(at)
		if position == none {
			position = int32(len(g.quarters))
			seen[zone] = stamp{at, position}
			g.quarters = append(g.quarters, quarter{zone: zone})
		}
		g.quarters[position].count++
	}
}

func (g *grounds) membersOf(number int32) []int32 {
	return g.members[g.membersAt[number]:g.membersAt[number+1]]
}

// estate is what of the grounds the cone at hand covers: its numbers by server
// and by zone. Its marks are stamped as those of sites are.
type estate struct {
	*grounds
	at             int32
	servers, zones []int32 // each once
	onServer       []stamp // of a server: its first post
	inZone         []stamp // of a zone: the same
	posts          []post
}

// post is so many instances of a number in one place.
type post struct{ number, count, next int32 }

func newEstate(g *grounds) *estate {
	return &estate{
		grounds: g, onServer: make([]stamp, len(g.plan.servers)), inZone: make([]stamp, len(g.plan.zones)),
	}
}

// survey turns to the numbers of a cone.
func (e *estate) survey(numbers []int32) {
	e.at++
	e.servers, e.zones, e.posts = e.servers[:0], e.zones[:0], e.posts[:0]
	for _, number := range numbers {
		for _, member := range e.membersOf(number) {
			if server := e.plan.serverOf[member]; server != none {
				e.servers = e.post(e.servers, &e.onServer[server], server, number, 1)
			}
		}
		for _, q := range e.quarters[e.quartersAt[number]:e.quartersAt[number+1]] {
			e.zones = e.post(e.zones, &e.inZone[q.zone], q.zone, number, q.count)
		}
	}
}

// post puts a number at a place, which joins the places when it is its first.
func (e *estate) post(places []int32, first *stamp, place, number, count int32) []int32 {
	next := first.first(e.at)
	if next == none {
		places = append(places, place)
	}
	*first = stamp{e.at, int32(len(e.posts))}
	e.posts = append(e.posts, post{number, count, next})
	return places
}
