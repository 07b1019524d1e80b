// Package httpapi may use the service, and not the store behind its back.
package httpapi

import (
	_ "example.org/planted/internal/store"

	_ "example.org/planted/client"
	_ "example.org/planted/internal/service"
)
