import { useMutation } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { signIn, updateUser } from '@/api/session'
import { browserZone } from '@/lib/zones'
import type { Language } from '@/texts/Texts'

export const useLogin = () =>
  useMutation({ mutationFn: (body: { email: string; password: string }) => unwrap(api.POST('/api/auth/login', { body })), onSuccess: signIn })

export const useRegister = (language: Language) =>
  useMutation({
    mutationFn: (body: { email: string; password: string; name: string }) =>
      unwrap(api.POST('/api/auth/register', { body: { ...body, language, timezone: browserZone() } })),
    onSuccess: signIn,
  })

export const useChangeLanguage = () =>
  useMutation({ mutationFn: (language: Language) => unwrap(api.PATCH('/api/users/me', { body: { language } })), onSuccess: updateUser })
