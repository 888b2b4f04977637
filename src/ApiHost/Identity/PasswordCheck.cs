using Microsoft.AspNetCore.Identity;

namespace SocialSelling.Identity;

/// <summary>Whether somebody knows a person's password: counts those who do not, locks after some, and tells the person.</summary>
internal sealed class PasswordCheck(UserManager<UserRow> users, PasswordGate gate, LoginHistory history, AccountMails mails, TimeProvider clock)
{
    /// <returns>Null when it is right; otherwise <see cref="InvalidCredentials"/> or <see cref="AccountLocked"/>.</returns>
    public async Task<DomainError?> Refusal(UserRow user, string password, HttpContext http, CancellationToken ct)
    {
        if (user.LockedUntil > clock.GetUtcNow()) return new AccountLocked(user.LockedUntil.Value);
        if (await gate.Run(() => users.CheckPasswordAsync(user, password), ct)) return null;
        return await Failed(user, LoginOutcome.WrongPassword, http, ct) is { } locked ? locked : new InvalidCredentials();
    }

    /// <summary>Has somebody who is signed in prove it once more: a browser that was left open, or a token that was stolen, is not the person.</summary>
    /// <returns>The person; <see cref="WrongPassword"/>, <see cref="AccountLocked"/>, or <see cref="UserNotFound"/> when they are gone.</returns>
    public async Task<Result<UserRow>> Again(CurrentUser current, string password, HttpContext http, CancellationToken ct)
    {
        if (await users.FindByIdAsync(current.Id.ToString()) is not { } user) return new UserNotFound();
        return await Refusal(user, password, http, ct) is { } refusal ? refusal is InvalidCredentials ? new WrongPassword() : refusal : user;
    }

    /// <summary>Counts a failure, of the password or of what comes after it.</summary>
    /// <returns>That it was one too many, if it was.</returns>
    public async Task<AccountLocked?> Failed(UserRow user, string outcome, HttpContext http, CancellationToken ct)
    {
        await users.AccessFailedAsync(user);
        var locked = user.LockedUntil > clock.GetUtcNow() ? new AccountLocked(user.LockedUntil.Value) : null;
        await history.Add(user.Id, locked is null ? outcome : LoginOutcome.Locked, null, http.Requester(), ct, locked is null ? null : mails.AccountLocked(user, locked.Until));
        return locked;
    }
}
