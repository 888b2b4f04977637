import { problemFrom, unreachable } from './problem'
import { refresh, token } from './session'
import type { Media } from './types'

/** Sends one file into the library of a workspace, or of the oldest one. `onProgress` gets 0 to 1. XMLHttpRequest, because fetch cannot tell how far an upload is. */
export async function uploadMedia(file: File, workspaceId: string | undefined, onProgress: (part: number) => void): Promise<Media> {
  const first = await post(file, workspaceId, onProgress)
  const { status, body } = first.status === 401 && (await refresh()) ? await post(file, workspaceId, onProgress) : first
  if (status !== 201) throw problemFrom(new Response(null, { status }), body)
  // A 201 of this route is a MediaView.
  return body as Media
}

function post(file: File, workspaceId: string | undefined, onProgress: (part: number) => void): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', workspaceId ? `/api/media?workspaceId=${workspaceId}` : '/api/media')
    request.setRequestHeader('Authorization', `Bearer ${token()}`)
    request.responseType = 'json'
    request.timeout = 300_000
    request.upload.onprogress = (event) => onProgress(event.loaded / Math.max(event.total, 1))
    request.onload = () => resolve({ status: request.status, body: request.response })
    request.onerror = request.ontimeout = () => reject(unreachable())
    const form = new FormData()
    form.append('file', file)
    request.send(form)
  })
}
