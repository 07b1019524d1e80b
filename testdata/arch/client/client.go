// Package client links the server, which it must not.
package client

import _ "example.org/planted/internal/service"
