package model

import (
	"encoding/json"
	"strings"
)

// schema is a node of a JSON Schema.
type schema map[string]any

// Schema returns the JSON Schema of a model document (draft 2020-12), indented,
// always the same bytes. It is made of the tables that documents are read with,
// and says which keys there are, which kinds of steps have which fields, and
// what scalars are; what names mean, only the compiler knows. What it refuses
// the compiler refuses too.
func Schema() []byte {
	steps := []any{
		schema{"type": "string", "title": "an inherited step, by its id"},
		schema{
			"type": "object", "title": "an inherited step left out", "required": []string{"omit", "why"},
			"properties": schema{"omit": text(), "why": text()}, "additionalProperties": false,
		},
	}
	for _, kind := range kinds {
		steps = append(steps, schema{"$ref": "#/$defs/" + kind})
	}
	defs := schema{"step": schema{"anyOf": steps}, "steps": schema{"type": "array", "items": schema{"$ref": "#/$defs/step"}}}
	for _, kind := range kinds {
		defs[kind] = stepSchema(kind)
	}
	phase := schema{"type": "object", "properties": fieldsSchema("phase"), "additionalProperties": false}
	block := schema{"anyOf": []any{schema{"$ref": "#/$defs/steps"}, phase}}
	properties := schema{}
	for _, key := range Keys() {
		properties[key] = true
	}
	for _, key := range []string{"id", "title", "owner", "class", "extends", "accountable", "source", "purpose", "guidance", "label", "shown_as"} {
		properties[key] = text()
	}
	properties["kind"] = schema{"type": "string", "pattern": "-model$"}
	properties["id"] = schema{"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"}
	properties["version"] = schema{"type": []string{"string", "number"}, "description": "major.minor.patch"}
	properties["phases"] = schema{"type": "object", "additionalProperties": block}
	properties["procedures"] = schema{"type": "object", "additionalProperties": block}
	for _, key := range []string{"params", "facts", "events", "links", "agreements", "roles", "locks", "labels", "tables", "ladders", "overlays", "measures", "none", "timeline", "dials"} {
		properties[key] = schema{"type": []string{"object", "null"}}
	}
	out, err := json.MarshalIndent(schema{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Headgate model", "type": "object",
		"required": []string{"kind", "id", "version", "title", "owner"}, "properties": properties, "additionalProperties": false, "$defs": defs,
	}, "", "  ")
	if err != nil {
		panic("model: the schema is no JSON: " + err.Error())
	}
	return append(out, '\n')
}

// stepSchema is a step of a kind: its first key, and the fields it may have.
func stepSchema(kind string) schema {
	properties := fieldsSchema(kind)
	properties[kind] = text()
	if kind == "parallel" {
		properties[kind] = schema{"anyOf": []any{text(), schema{"$ref": "#/$defs/steps"}}}
	}
	return schema{"type": "object", "required": []string{kind}, "properties": properties, "additionalProperties": false}
}

func fieldsSchema(kind string) schema {
	out := schema{}
	s := &Step{Kind: kind}
	for _, key := range FieldsOf(kind) {
		out[key] = fieldSchema(key, s.place(key))
	}
	return out
}

// fieldSchema is what may stand under a key, by what it is read into.
func fieldSchema(key string, into any) any {
	switch into.(type) {
	case *[]*Step:
		return schema{"$ref": "#/$defs/steps"}
	case *bool:
		return schema{"type": "boolean"}
	case *int:
		return schema{"type": "integer"}
	case *string:
		return text()
	case *CEL, **Time, *Time, **Span, *Span:
		if strings.HasPrefix(key, "T") { // also {follow: time}
			return true
		}
		return scalar()
	}
	return true
}

func text() schema { return schema{"type": []string{"string", "number", "boolean"}} }

func scalar() schema { return schema{"type": []string{"string", "number", "boolean", "null"}} }
