package prober

import (
	"encoding/json"
	"errors"
	"io"
)

// Serve does the orders that it reads, one after the other, and writes an answer
// to each. It ends with the orders; the error is that of reading or writing.
func Serve(orders io.Reader, answers io.Writer) error {
	read, write := json.NewDecoder(orders), json.NewEncoder(answers)
	for {
		var order Order
		if err := read.Decode(&order); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		answer, err := order.do()
		if err != nil {
			answer = Answer{Error: err.Error()}
		}
		if err := write.Encode(answer); err != nil {
			return err
		}
	}
}

func (o Order) do() (answer Answer, err error) {
	switch {
	case o.Connect != nil:
		answer.Reached = o.Connect.all()
	case o.Listening:
		answer.Listening, err = listening()
	case o.TLS != nil:
		answer.TLS, err = o.TLS.negotiate()
	case o.HTTP != nil:
		answer.HTTP, err = o.HTTP.get()
	case o.Silence != nil:
		err = silence(o.Silence)
	case o.Unsilence != nil:
		err = unsilence(o.Unsilence)
	default:
		err = errors.New("an order that says nothing")
	}
	return answer, err
}
