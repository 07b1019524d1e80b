package service

import _ "example.org/planted/internal/store"
