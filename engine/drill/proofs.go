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

// Result is what a proof came to.
type Result string

// The judgements.
const (
	Holds    Result = "holds"
	Fails    Result = "does not hold"
	Noted    Result = "note"      // it holds, and should be known
	NotTried Result = "not tried" // Why says why
)

// Proved is a judgement with its reasons.
type Proved struct {
	Result Result   `json:"result"`
	Why    []string `json:"why,omitempty"`
}

// fail and note add a reason; a failure outweighs a note.
func (j *Proved) fail(why string) {
	if j.Result != Fails {
		j.Result, j.Why = Fails, nil
	}
	j.Why = append(j.Why, why)
}

func (j *Proved) note(why string) {
	if j.Result == Fails {
		return
	}
	j.Result = Noted
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
func (p *Proofs) counts() []map[Result]int {
	var all []map[Result]int
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
