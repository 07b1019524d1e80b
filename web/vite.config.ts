import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// In development the API is that of a running `headgate demo`.
const server = process.env.HEADGATE_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react()],
  // The Host stays the page's own, else the server takes its requests for another origin's.
  server: { proxy: { '/api': { target: server, changeOrigin: false } } },
  build: { assetsInlineLimit: 0, target: 'es2022', chunkSizeWarningLimit: 900 },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test-setup.ts'],
    env: { TZ: 'Europe/Berlin' },
  },
})
