package expr

import (
	"strconv"
	"strings"
	"time"
)

// String returns v for people: texts as they are, times in RFC 3339 and UTC,
// durations as 1d2h3m, lists with commas, the absent value as "–".
func (v Value) String() string {
	switch v.Kind() {
	case KindUnknown:
		return "unknown: " + v.reason().String()
	case KindBool:
		return strconv.FormatBool(v.num == 1)
	case KindInt:
		return strconv.FormatInt(int64(v.num), 10)
	case KindNumber:
		return strconv.FormatFloat(v.AsNumber(), 'g', -1, 64)
	case KindTime:
		return formatTime(v.AsInt())
	case KindDuration:
		return formatDuration(v.AsInt())
	case KindString:
		return v.str
	case KindList:
		return joinValues(v.obj.items)
	case KindMap:
		return joinFields(v.obj.fields)
	case KindHandle:
		return "#" + strconv.FormatInt(int64(v.num), 10)
	default:
		return "–"
	}
}

func joinValues(items []Value) string {
	parts := make([]string, len(items))
	for i, item := range items {
		parts[i] = item.String()
	}
	return strings.Join(parts, ", ")
}

func joinFields(fields []Field) string {
	parts := make([]string, len(fields))
	for i, f := range fields {
		parts[i] = f.Name + ": " + f.Value.String()
	}
	return strings.Join(parts, ", ")
}

func formatTime(ms int64) string {
	return time.UnixMilli(ms).UTC().Format(time.RFC3339Nano)
}

// formatDuration writes what parseDuration reads.
func formatDuration(ms int64) string {
	if ms == 0 {
		return "0s"
	}
	var b []byte
	rest := uint64(ms)
	if ms < 0 {
		b = append(b, '-')
		rest = -rest
	}
	for _, unit := range [...]struct {
		ms   uint64
		name string
	}{{86_400_000, "d"}, {3_600_000, "h"}, {60_000, "m"}, {1000, "s"}, {1, "ms"}} {
		if n := rest / unit.ms; n > 0 {
			b = append(strconv.AppendUint(b, n, 10), unit.name...)
			rest %= unit.ms
		}
	}
	return string(b)
}
