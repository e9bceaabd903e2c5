package drill

// Proofs are what was found out about a running stack beside breaking it: that
// its firewalls keep out what they should and let through what is needed, that
// what is to be encrypted is, and that whoever watches it calls.
type Proofs struct {
	Architecture string     `json:"architecture"`
	Firewall     *Firewall  `json:"firewall,omitempty"`
	TLS          *TLS       `json:"tls,omitempty"`
	Monitoring   *Monitored `json:"monitoring,omitempty"`
}

// Judgement is what a proof came to.
type Judgement string

// The judgements.
const (
	Holds   Judgement = "holds"
	Fails   Judgement = "does not hold"
	Noted   Judgement = "note"      // it holds, and should be known
	Untried Judgement = "not tried" // Why says why
)

// Proved is a judgement with its reasons.
type Proved struct {
	Judgement Judgement `json:"judgement"`
	Why       []string  `json:"why,omitempty"`
}

// fail and note add a reason; a failure outweighs a note.
func (j *Proved) fail(why string) {
	if j.Judgement != Fails {
		j.Judgement, j.Why = Fails, nil
	}
	j.Why = append(j.Why, why)
}

func (j *Proved) note(why string) {
	if j.Judgement == Fails {
		return
	}
	j.Judgement = Noted
	j.Why = append(j.Why, why)
}

// Hold tells whether nothing was found that does not hold. What was not tried is
// no failure.
func (p *Proofs) Hold() bool {
	for _, c := range p.counts() {
		if c[Fails] > 0 {
			return false
		}
	}
	return true
}

// counts are how many things came to each judgement, of each proof.
func (p *Proofs) counts() []map[Judgement]int {
	var all []map[Judgement]int
	if p.Firewall != nil {
		all = append(all, p.Firewall.counts())
	}
	if p.TLS != nil {
		all = append(all, p.TLS.counts())
	}
	if p.Monitoring != nil {
		all = append(all, p.Monitoring.counts())
	}
	return all
}
