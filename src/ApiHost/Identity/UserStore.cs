using System.Globalization;
using Microsoft.AspNetCore.Identity;

namespace SocialSelling.Identity;

/// <summary>ASP.NET Core Identity's view of our users. The user name is the e-mail address.</summary>
internal sealed class UserStore(UserRepository users, TimeProvider clock)
    : IUserPasswordStore<UserRow>, IUserEmailStore<UserRow>, IUserLockoutStore<UserRow>, IUserSecurityStampStore<UserRow>
{
    public async Task<IdentityResult> CreateAsync(UserRow user, CancellationToken cancellationToken) =>
        await users.Add(user, Guid.CreateVersion7(clock.GetUtcNow()), user.Name, cancellationToken)
            ? IdentityResult.Success
            : IdentityResult.Failed(new IdentityErrorDescriber().DuplicateEmail(user.Email));

    public async Task<IdentityResult> UpdateAsync(UserRow user, CancellationToken cancellationToken)
    {
        await users.Update(user, cancellationToken);
        return IdentityResult.Success;
    }

    public Task<IdentityResult> DeleteAsync(UserRow user, CancellationToken cancellationToken) => throw new NotSupportedException("Deleting a user is a process of its own.");

    public Task<UserRow?> FindByIdAsync(string userId, CancellationToken cancellationToken) => users.Find(Guid.Parse(userId), cancellationToken);
    public Task<UserRow?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => users.FindByEmail(normalizedUserName, cancellationToken);
    public Task<UserRow?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) => users.FindByEmail(normalizedEmail, cancellationToken);

    public Task<string> GetUserIdAsync(UserRow user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());
    public Task<string?> GetUserNameAsync(UserRow user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);
    public Task<string?> GetNormalizedUserNameAsync(UserRow user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email.ToUpper(CultureInfo.InvariantCulture));
    public Task<string?> GetEmailAsync(UserRow user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);
    public Task<string?> GetNormalizedEmailAsync(UserRow user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email.ToUpper(CultureInfo.InvariantCulture));
    public Task<bool> GetEmailConfirmedAsync(UserRow user, CancellationToken cancellationToken) => Task.FromResult(user.EmailVerified);
    public Task<string?> GetPasswordHashAsync(UserRow user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.PasswordHash);
    public Task<bool> HasPasswordAsync(UserRow user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash.Length > 0);
    public Task<string?> GetSecurityStampAsync(UserRow user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SecurityStamp);
    public Task<DateTimeOffset?> GetLockoutEndDateAsync(UserRow user, CancellationToken cancellationToken) => Task.FromResult(user.LockedUntil);
    public Task<int> GetAccessFailedCountAsync(UserRow user, CancellationToken cancellationToken) => Task.FromResult(user.FailedLogins);
    public Task<bool> GetLockoutEnabledAsync(UserRow user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetUserNameAsync(UserRow user, string? userName, CancellationToken cancellationToken) => Set(() => user.Email = userName ?? "");
    public Task SetEmailAsync(UserRow user, string? email, CancellationToken cancellationToken) => Set(() => user.Email = email ?? "");
    public Task SetEmailConfirmedAsync(UserRow user, bool confirmed, CancellationToken cancellationToken) => Set(() => user.EmailVerified = confirmed);
    public Task SetPasswordHashAsync(UserRow user, string? passwordHash, CancellationToken cancellationToken) => Set(() => user.PasswordHash = passwordHash ?? "");
    public Task SetSecurityStampAsync(UserRow user, string stamp, CancellationToken cancellationToken) => Set(() => user.SecurityStamp = stamp);

    // The index compares lower(email): nothing normalised is stored.
    public Task SetNormalizedUserNameAsync(UserRow user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;
    public Task SetNormalizedEmailAsync(UserRow user, string? normalizedEmail, CancellationToken cancellationToken) => Task.CompletedTask;
    public Task SetLockoutEnabledAsync(UserRow user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task SetLockoutEndDateAsync(UserRow user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken)
    {
        user.LockedUntil = lockoutEnd;
        await users.Lock(user.Id, lockoutEnd, cancellationToken);
    }

    public async Task<int> IncrementAccessFailedCountAsync(UserRow user, CancellationToken cancellationToken) =>
        user.FailedLogins = await users.CountFailedLogin(user.Id, cancellationToken);

    public async Task ResetAccessFailedCountAsync(UserRow user, CancellationToken cancellationToken)
    {
        user.FailedLogins = 0;
        await users.ForgetFailedLogins(user.Id, cancellationToken);
    }

    public void Dispose() { }

    private static Task Set(Action change)
    {
        change();
        return Task.CompletedTask;
    }
}
