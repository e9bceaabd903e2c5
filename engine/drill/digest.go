package drill

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/loadpath/loadpath/model"
)

// digest is the SHA-256 of all that a plan is made from: the architecture as it
// was written, without layout and comments, how it is asked, and the options.
func digest(a *model.Architecture, questions []Question, o Options) (string, error) {
	text, err := json.Marshal(struct {
		Architecture *model.Architecture
		Questions    []Question
		Options      Options
	}{a.Written(), questions, o})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}
