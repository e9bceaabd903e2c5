package analysis

// failInstances takes one instance behind a number, by itself and then with
// its server, where that carries nothing else of the cone.
func (s *sweep) failInstances(number int32) {
	members := s.estate.membersOf(number)
	if s.isFatal(number) {
		s.stop(members)
		return
	}
	s.strikeOne(number, Failure{Instance: s.plan.instances[number], Kind: s.options.Kind}.does())
	what := s.tell()
	for _, member := range members {
		s.enter(s.listed.instances[member], what)
	}
	minds, struck := s.mindsServer(number), false
	for _, member := range members {
		server := s.plan.serverOf[member]
		if server == none || s.estate.posts[s.estate.onServer[server].value].next != none {
			continue
		}
		if minds && !struck {
			struck = true
			s.strikeOne(number, Failure{Kind: s.options.Kind}.does())
			what = s.tell()
		}
		s.enter(s.listed.servers[server], what)
	}
	s.heal()
}

// isFatal tells whether the loss of one instance behind a number is known to
// stop the flow for good.
func (s *sweep) isFatal(number int32) bool {
	fatal := false
	if !s.decides {
		return false
	}
	s.sites.nodesOf(number, func(n int32) { fatal = fatal || s.fatal.marks[n] })
	return fatal
}

// mindsServer tells whether it may be another matter that the server of an
// instance is gone than that the instance is: an address may follow servers,
// and nobody refuses for one that is gone.
func (s *sweep) mindsServer(number int32) bool {
	t := &s.plan.tiers[s.plan.tierOf[number]]
	return s.prepared != nil || t.follows || t.patience > s.cone.patience
}

// stop enters that all is lost without these instances, and without their
// servers where those carry nothing else of the cone.
func (s *sweep) stop(members []int32) {
	lost := s.allLost()
	for _, member := range members {
		s.enter(s.listed.instances[member], lost)
		if server := s.plan.serverOf[member]; server != none && s.estate.posts[s.estate.onServer[server].value].next == none {
			s.enter(s.listed.servers[server], lost)
		}
	}
}

// allLost is the place of the outcome that all is lost until the repair.
func (s *sweep) allLost() int32 {
	if s.amounts[Total] == none {
		s.amounts[Total] = s.write(Outcome{Flow: s.flow, Lost: [horizons]Amount{Total, Total, Total}, Amount: Total, Recovery: Hard})
	}
	return s.amounts[Total]
}

func (s *sweep) strikeOne(number int32, how condition) {
	s.begin(s.options.Kind)
	s.hit(number, 1, how)
	s.deal()
}

// failServer takes a server that carries several instances of the cone. Many
// servers carry the same.
func (s *sweep) failServer(server int32) {
	first := s.estate.onServer[server].value
	if s.estate.posts[first].next == none {
		return // it is done with its instance
	}
	key, small := s.estate.sharing(first)
	if what, known := s.shared[key]; small && known && s.prepared == nil {
		s.enter(s.listed.servers[server], what)
		return
	}
	what := s.failPlace(first)
	s.enter(s.listed.servers[server], what)
	s.heal()
	if small {
		s.shared[key] = what
	}
}

func (s *sweep) failZone(zone int32) {
	what := s.failPlace(s.estate.inZone[zone].value)
	s.enter(s.listed.zones[zone], what)
	s.heal()
}

// failPlace takes all that stands in one place, from its first post on.
func (s *sweep) failPlace(first int32) int32 {
	for i := first; i != none && s.decides; i = s.estate.posts[i].next {
		if s.isFatal(s.estate.posts[i].number) {
			return s.allLost()
		}
	}
	s.begin(s.options.Kind)
	how := Failure{Kind: s.options.Kind}.does()
	for i := first; i != none; i = s.estate.posts[i].next {
		s.hit(s.estate.posts[i].number, s.estate.posts[i].count, how)
	}
	s.deal()
	return s.tell()
}

// sharing are the numbers on a server from its first post on, and whether they
// are few enough to remember.
func (e *estate) sharing(first int32) (key shared, small bool) {
	at := 0
	for i := first; i != none; i = e.posts[i].next {
		if at == len(key) {
			return key, false
		}
		key[at] = e.posts[i].number + 1
		at++
	}
	return key, true
}

// failWay cuts the way of one instance behind a number to one behind another.
func (s *sweep) failWay(way lane) {
	s.begin(Cut)
	s.blow.cuts = append(s.blow.cuts, lane{s.oneOf(way.from), s.oneOf(way.to)})
	s.deal()
	what := s.tell()
	for _, from := range s.estate.membersOf(way.from) {
		for _, to := range s.estate.membersOf(way.to) {
			s.enter(s.listed.way(from, to), what)
		}
	}
	s.heal()
}

func (s *sweep) begin(kind Kind) {
	s.blow.clear()
	s.blow.silent = kind != Crash
}

// hit lets something happen to so many instances behind a number.
func (s *sweep) hit(number, count int32, how condition) {
	if s.plan.isCrew(number) {
		s.blow.strays = append(s.blow.strays, strays{number, count})
		number++
	}
	s.blow.hits = append(s.blow.hits, hit{number, how})
}

// oneOf is one instance behind a number, a stray where they are a crew.
func (s *sweep) oneOf(number int32) int32 {
	if !s.plan.isCrew(number) {
		return number
	}
	s.blow.strays = append(s.blow.strays, strays{number, 1})
	return number + 1
}

// tell writes down what has become of the flow, and gives its place; none
// where it is unharmed.
func (s *sweep) tell(failures ...Failure) int32 {
	if s.only != nil {
		return s.loss()
	}
	o := s.judge(failures...)
	if o.Recovery == Unharmed {
		return none
	}
	o.Failure = Failure{}
	return s.write(o)
}

func (s *sweep) write(o Outcome) int32 {
	s.page.told = append(s.page.told, o)
	return int32(len(s.page.told) - 1)
}

// enter writes down that a failure does what was told, or something else where
// somebody has a runbook for it. The failure is still at hand.
func (s *sweep) enter(failure, what int32) {
	if failure == none {
		return // assumed to be perfect
	}
	if what != none && s.prepared != nil && s.prepared[failure] {
		what = s.tell(s.listed.failures[failure])
	}
	if what != none {
		s.page.effects = append(s.page.effects, effect{failure, what})
	}
}
