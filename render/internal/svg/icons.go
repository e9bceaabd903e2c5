package svg

import (
	"slices"

	"github.com/loadpath/loadpath/render/internal/scene"
)

// icons are drawn on a square of 24 with a line of 1.8 in the current colour.
// They are our own; a dot at the end of a line is one of no length.
func iconPath(name string) string {
	switch name {
	case "internet":
		return "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M3 12h18M12 3c-5 5-5 13 0 18c5-5 5-13 0-18"
	case "client":
		return "M12 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8M4 21c0-9 16-9 16 0"
	case "address":
		return "M12 21c5-5.5 7-8.5 7-11.5a7 7 0 0 0-14 0c0 3 2 6 7 11.5M12 7.5a2 2 0 1 0 0 4a2 2 0 1 0 0-4"
	case "load-balancer":
		return "M12 3v6M12 9L5 15v4M12 9v10M12 9l7 6v4M3.5 19h3M10.5 19h3M17.5 19h3"
	case "web-server":
		return "M3 5h18v14H3zM3 9h18M6 7h.01M8.5 7h.01M8 13h8M8 16h5"
	case "application-server":
		return "M8 7l-5 5l5 5M16 7l5 5l-5 5M14 5l-4 14"
	case "database":
		return "M4 6c0-4 16-4 16 0c0 4-16 4-16 0v12c0 4 16 4 16 0V6M4 12c0 4 16 4 16 0"
	case "cache":
		return "M13 3L5 14h6l-1 7l8-11h-6z"
	case "queue":
		return "M3 8h4v8H3zM10 8h4v8h-4zM17 8h4v8h-4z"
	case "worker":
		return "M12 8.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M5.6 18.4l2.2-2.2M16.2 7.8l2.2-2.2"
	case "monitoring":
		return "M2 12h5l3-8l4 16l3-8h5"
	case "custom":
		return "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5l8-4.5M12 12v9"
	case "external":
		return "M7 18.5a4.5 4.5 0 0 1-.5-9a6 6 0 0 1 11.5-.5a4.8 4.8 0 0 1-.5 9.5z"
	case "empty":
		return "M5 12h14"
	case "zone":
		return "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z"
	case "server":
		return "M4 4h16v7H4zM4 13h16v7H4zM8 7.5h.01M8 16.5h.01"
	case "firewall":
		return "M12 3l8 3v5c0 5-3.5 8.5-8 10c-4.5-1.5-8-5-8-10V6z"
	case "lock":
		return "M5 11h14v10H5zM8 11V8a4 4 0 0 1 8 0v3"
	case "stack":
		return "M4 4h11v11H4zM8 19h11V8"
	case "error":
		return "M6 6l12 12M18 6L6 18"
	case "warning":
		return "M12 4v10M12 19h.01"
	case "undecided":
		return "M8 8c0-6 9-5 9 0c0 3-5 3.5-5 7M12 20h.01"
	case "info":
		return "M12 10v9M12 5h.01"
	}
	return "M4 4h16v16H4z"
}

// icons defines the signs that the picture uses, once each.
func (p *painter) icons(s *scene.Scene) {
	var names []string
	add := func(k scene.Ink) {
		for _, icon := range k.Icons {
			if !slices.Contains(names, icon.Name) {
				names = append(names, icon.Name)
			}
		}
	}
	for _, frame := range s.Frames {
		add(frame.Ink)
	}
	for _, card := range s.Cards {
		add(card.Ink)
	}
	for _, wire := range s.Wires {
		if wire.Label != nil {
			add(wire.Label.Ink)
		}
	}
	add(s.Footer)
	if len(names) == 0 {
		return
	}
	slices.Sort(names)
	p.printf("<defs>\n")
	for _, name := range names {
		width := "1.8"
		if slices.Contains([]string{"error", "warning", "undecided", "info"}, name) {
			width = "3"
		}
		p.printf("<path id=\"%s\" d=\"%s\" fill=\"none\" stroke-width=\"%s\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>\n",
			p.space+"-icon-"+identifier(name), iconPath(name), width)
	}
	p.printf("</defs>\n")
}

func (p *painter) icon(i scene.Icon) {
	p.printf("<use href=\"#%s\" transform=\"translate(%s %s) scale(%s)\" stroke=\"%s\"/>\n",
		p.space+"-icon-"+identifier(i.Name), number(i.X), number(i.Y), scale(i.Size/24), i.Colour)
}
