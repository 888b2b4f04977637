import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const api = process.env.API_URL ?? 'http://localhost:4000'
// The API compares Origin with Host before it trusts a cookie: Host has to stay the page's.
const kept = { target: api, changeOrigin: false }
const toApi = { '/api': kept, '/media': kept, '/hubs': { ...kept, ws: true } }

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { proxy: toApi },
  preview: { proxy: toApi },
})
