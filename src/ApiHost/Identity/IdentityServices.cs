using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SocialSelling.Accounts;
using SocialSelling.Inbox;
using TokenOptions = SocialSelling.Accounts.TokenOptions;

namespace SocialSelling.Identity;

internal static class IdentityServices
{
    public const string LoginLimit = "login";
    public const string OperatorPolicy = "operator";

    public static void AddIdentity(this IServiceCollection services)
    {
        services.AddOptions<LoginOptions>().BindConfiguration("Identity").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<UserRepository>().AddSingleton<PasswordGate>().AddSingleton<AccessTokens>().AddSingleton<Sessions>();
        services.AddSingleton<LoginRepository>().AddSingleton<LoginHistory>().AddSingleton<Revocations>().AddSingleton<MailedTokenRepository>().AddSingleton<PasswordRepository>().AddSingleton<AccountMails>().AddScoped<PasswordCheck>().AddSingleton<MfaRepository>().AddSingleton<MfaCheck>().AddHostedService<RevocationWatch>();
        // In a cluster no silo stands in this process and brings it.
        services.AddOptions<TokenOptions>().BindConfiguration("Tokens").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<TokenCipher>();
        services.AddSingleton<SessionHubFilter>().Configure<HubOptions>(hub =>
        {
            hub.AddFilter<SessionHubFilter>();
            hub.AddFilter<LiveAccess>();
        });
        services.AddSingleton<BcryptHasher>().AddSingleton<IPasswordHasher<UserRow>>(provider => provider.GetRequiredService<BcryptHasher>());
        services.AddSingleton<Memberships>().AddSingleton<ThingRepository>().AddSingleton<NamedThings>().AddSingleton<LiveAccess>().AddHostedService<LiveAccessWatch>();
        services.AddSingleton<IAccountAccess, AccountAccess>();
        services.AddHttpContextAccessor().AddScoped<CurrentUser>();

        services.AddIdentityCore<UserRow>().AddUserStore<UserStore>();
        services.AddOptions<IdentityOptions>().Configure<IOptions<LoginOptions>>(Rules);
        services.AddSingleton<ApiKeys>().AddAuthentication(ApiKeyHandler.EitherName).AddPolicyScheme(ApiKeyHandler.EitherName, null, either => either.ForwardDefaultSelector = ApiKeyHandler.SchemeOf)
            .AddJwtBearer().AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<AccessTokens>(Bearer);
        services.AddAuthorizationBuilder().AddPolicy(OperatorPolicy, policy => policy.RequireRole(Roles.Operator));
    }

    private static void Rules(IdentityOptions rules, IOptions<LoginOptions> login)
    {
        rules.User.RequireUniqueEmail = true;
        rules.User.AllowedUserNameCharacters = "";
        rules.Password.RequiredLength = 8;
        rules.Password.RequireNonAlphanumeric = false;
        rules.Password.RequiredUniqueChars = 1;
        rules.Lockout.MaxFailedAccessAttempts = login.Value.FailuresBeforeLock;
        rules.Lockout.DefaultLockoutTimeSpan = login.Value.LockDuration;
    }

    private static void Bearer(JwtBearerOptions bearer, AccessTokens tokens)
    {
        bearer.MapInboundClaims = false;
        bearer.TokenValidationParameters = tokens.Validation();
        bearer.Events = new JwtBearerEvents
        {
            // Browsers cannot set a header on a WebSocket, nor on a page they navigate to.
            OnMessageReceived = context =>
            {
                var request = context.Request;
                if (request.Path.StartsWithSegments("/hubs")) context.Token = request.Query["access_token"].FirstOrDefault() ?? context.Token;
                if (request.Path.StartsWithSegments("/orleans")) context.Token = request.Cookies[Sessions.OperatorCookie] ?? context.Token;
                return Task.CompletedTask;
            },
            OnTokenValidated = StillCounts,
        };
    }

    /// <summary>A token that is signed and in time is refused all the same when its session is over.</summary>
    private static async Task StillCounts(TokenValidatedContext context)
    {
        var revocations = context.HttpContext.RequestServices.GetRequiredService<Revocations>();
        if (context.Principal is not { } user || user.FindFirst(AccessTokens.TypeClaim)?.Value != AccessTokens.AccessType || CurrentUser.IdOf(user) is null || CurrentUser.SessionOf(user) is not { } sessionId)
            context.Fail("This is no access token.");
        else if (await revocations.IsOver(sessionId, context.HttpContext.RequestAborted)) context.Fail("The session is over.");
        else revocations.Used(sessionId, context.HttpContext.Connection.RemoteIpAddress?.ToString());
    }
}
