package view

import (
	"encoding/json"
	"testing"

	"github.com/headgate/headgate/expr"
)

func TestParse(t *testing.T) {
	t.Parallel()
	wave := expr.RecordOf(expr.TypeField{Name: "name", Type: expr.Scalar(expr.TypeString)}, expr.TypeField{Name: "share", Type: expr.Scalar(expr.TypePercent)})
	tests := []struct {
		typ       expr.Type
		in        string
		out, fail string
	}{
		{expr.Scalar(expr.TypeString), `"a"`, `"a"`, ""},
		{expr.Scalar(expr.TypeString), `1`, "", "a value of type string is expected, not 1"},
		{expr.Scalar(expr.TypeInt), `12`, `12`, ""},
		{expr.Scalar(expr.TypeInt), `1.5`, "", "a value of type int is expected, not 1.5"},
		{expr.Scalar(expr.TypeInt), `"12"`, "", `a value of type int is expected, not "12"`},
		{expr.Scalar(expr.TypePercent), `0.05`, `0.05`, ""},
		{expr.Scalar(expr.TypePercent), `1`, `1`, ""},
		{expr.Scalar(expr.TypeNumber), `1e999`, "", "the number 1e999 is out of range"},
		{expr.Scalar(expr.TypeBool), `true`, `true`, ""},
		{expr.Scalar(expr.TypeTime), `"2026-11-26T09:00:00+01:00"`, `"2026-11-26T08:00:00Z"`, ""},
		{expr.Scalar(expr.TypeTime), `"tomorrow"`, "", `an instant such as 2026-11-26T09:00:00+01:00 is expected, not "tomorrow"`},
		{expr.Scalar(expr.TypeDuration), `"90m"`, `"1h30m"`, ""},
		{expr.Scalar(expr.TypeDuration), `"3bd"`, `"3bd"`, ""},
		{expr.Scalar(expr.TypeDuration), `"long"`, "", `a duration such as 90m or 2d is expected, not "long"`},
		{expr.EnumOf("small", "large"), `"small"`, `"small"`, ""},
		{expr.EnumOf("small", "large"), `"big"`, "", `one of small, large is expected, not "big"`},
		{expr.ListOf(expr.Scalar(expr.TypeCI)), `["a","b"]`, `["a","b"]`, ""},
		{expr.ListOf(expr.Scalar(expr.TypeCI)), `["a",2]`, "", "item 2: a value of type ci is expected, not 2"},
		{wave, `{"share":0.05,"name":"canary"}`, `{"name":"canary","share":0.05}`, ""},
		{wave, `{"shade":1}`, "", `there is no field "shade" in {name: string, share: percent}`},
		{expr.MapOf(expr.Scalar(expr.TypeInt)), `{"b":1,"a":2}`, `{"a":2,"b":1}`, ""},
		{expr.Type{}, `{"b":[1,"x",null]}`, `{"b":[1,"x",null]}`, ""},
		{expr.Scalar(expr.TypeInt), `null`, `null`, ""},
		{expr.Scalar(expr.TypeInt), `{`, "", "the value is no JSON"},
		{expr.Scalar(expr.TypeInt), `1 2`, "", "the value is no JSON"},
	}
	for _, tt := range tests {
		v, err := Parse(tt.typ, json.RawMessage(tt.in))
		switch {
		case tt.fail != "" && (err == nil || err.Error() != tt.fail):
			t.Errorf("%s as %s: %v, want %q", tt.in, tt.typ, err, tt.fail)
		case tt.fail == "" && err != nil:
			t.Errorf("%s as %s: %v", tt.in, tt.typ, err)
		case tt.fail == "" && string(JSON(v)) != tt.out:
			t.Errorf("%s as %s: %s, want %s", tt.in, tt.typ, JSON(v), tt.out)
		}
	}
}

// FuzzParse reads anything as a value of any type; what comes out is JSON that
// reads as the same value again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{"a":[1,2.5,"x",true,null]}`, `"2026-11-26T09:00:00Z"`, `"90m"`, `1e308`, `-0`, `[[[]]]`, `{"a":{"a":1}}`, `"\ud800"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		v, err := Parse(expr.Type{}, json.RawMessage(in))
		if err != nil {
			return
		}
		again, err := Parse(expr.Type{}, JSON(v))
		if err != nil || string(JSON(again)) != string(JSON(v)) {
			t.Errorf("%q reads as %s, and that as %s, %v", in, JSON(v), JSON(again), err)
		}
	})
}
