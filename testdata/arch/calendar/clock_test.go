package calendar

import "os"

var _ = os.Args
