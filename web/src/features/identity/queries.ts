import { useMutation } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { signIn, updateUser } from '@/api/session'
import { browserZone } from '@/lib/zones'
import type { Language } from '@/texts/Texts'

export const useLogin = () =>
  useMutation({ mutationFn: (body: { email: string; password: string }) => unwrap(api.POST('/api/auth/login', { body })), onSuccess: signIn })

/** The second step of a login that was answered with a challenge. */
export const useAnswerChallenge = () =>
  useMutation({ mutationFn: (body: { challenge: string; code: string }) => unwrap(api.POST('/api/auth/login/mfa', { body })), onSuccess: signIn })

export const useRegister = (language: Language) =>
  useMutation({
    mutationFn: (body: { email: string; password: string; name: string; termsVersion?: string; privacyVersion?: string }) =>
      unwrap(api.POST('/api/auth/register', { body: { ...body, language, timezone: browserZone() } })),
    onSuccess: signIn,
  })

export const useForgotPassword = () => useMutation({ mutationFn: (email: string) => unwrap(api.POST('/api/auth/forgot-password', { body: { email } })) })

export const useResetPassword = () =>
  useMutation({ mutationFn: (body: { token: string; password: string }) => unwrap(api.POST('/api/auth/reset-password', { body })) })

export const useVerifyEmail = () => useMutation({ mutationFn: (token: string) => unwrap(api.POST('/api/auth/verify-email', { body: { token } })) })

export const useConfirmEmail = () => useMutation({ mutationFn: (token: string) => unwrap(api.POST('/api/auth/change-email', { body: { token } })) })

/** Answers with the token by which a new password is chosen. */
export const useRevertEmail = () => useMutation({ mutationFn: (token: string) => unwrap(api.POST('/api/auth/revert-email', { body: { token } })) })

export const useChangeProfile = () =>
  useMutation({ mutationFn: (body: { name?: string; language?: Language; timezone?: string }) => unwrap(api.PATCH('/api/users/me', { body })), onSuccess: updateUser })

export const useChangeLanguage = () =>
  useMutation({ mutationFn: (language: Language) => unwrap(api.PATCH('/api/users/me', { body: { language } })), onSuccess: updateUser })
