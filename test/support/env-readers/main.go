// Reads a JSON list of texts and prints, for each, what docker compose's own package makes of it as
// an env file: names and values, or null where it takes the whole file for a mistake.
package main

import (
	"encoding/json"
	"os"

	"github.com/compose-spec/compose-go/v2/dotenv"
)

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		panic(err)
	}
	nothing := func(string) (string, bool) { return "", false }
	readings := make([]map[string]string, len(texts))
	for index, text := range texts {
		if values, err := dotenv.UnmarshalWithLookup(text, nothing); err == nil {
			readings[index] = values
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(readings); err != nil {
		panic(err)
	}
}
