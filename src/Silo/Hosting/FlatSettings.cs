namespace SocialSelling.Hosting;

/// <summary>
/// The flat names of <c>.env.example</c>, and the sections that options classes bind. The one place that knows both. A name may also be given as its
/// section (<c>Cluster__Mode</c>); the flat name wins.
/// </summary>
public static class FlatSettings
{
    private static readonly IReadOnlyList<Setting> All =
    [
        new("DATABASE_URL", "Database:Url", Required: true, Check: SettingChecks.Postgres),
        new("REDIS_URL", "Redis:Url"),
        new("APP_URL", "App:Url", Default: "http://localhost:4000", Check: SettingChecks.Url),
        new("CORS_ORIGIN", "App:CorsOrigins"),
        new("TRUSTED_PROXIES", "App:TrustedProxies", Check: SettingChecks.Networks),
        new("WEB_ROOT", "App:WebRoot"),
        new("JWT_SECRET", "Identity:JwtSecret", Required: true, Check: SettingChecks.AtLeast32Characters),
        new("JWT_SECRET_PREVIOUS", "Identity:JwtSecretPrevious", Check: SettingChecks.AtLeast32Characters),
        new("JWT_EXPIRES_IN", "Identity:AccessTokenLife", Check: SettingChecks.Span),
        new("REFRESH_EXPIRES_IN", "Identity:RefreshTokenLife", Check: SettingChecks.Span),
        new("DEFAULT_TIER", "Identity:DefaultTier"),
        new("AUTH_REQUIRE_VERIFIED_EMAIL", "Identity:RequireVerifiedEmail", Check: SettingChecks.Flag),
        new("AUTH_ATTEMPTS_PER_MINUTE", "Identity:AttemptsPerMinute", Check: SettingChecks.PositiveNumber),
        new("RATE_LIMIT_PER_ADDRESS", "RateLimits:PerAddress", Check: SettingChecks.PositiveNumber),
        new("RATE_LIMIT_PER_USER", "RateLimits:PerUser", Check: SettingChecks.PositiveNumber),
        new("AUTH_SESSIONS_PER_USER", "Identity:SessionsPerUser", Check: SettingChecks.PositiveNumber),
        new("SIGN_UP_REQUIRES_CONSENT", "Policies:RequiredAtSignUp", Check: SettingChecks.Flag),
        new("TERMS_VERSION", "Policies:TermsVersion"),
        new("TERMS_URL", "Policies:TermsUrl", Check: SettingChecks.Url),
        new("PRIVACY_VERSION", "Policies:PrivacyVersion"),
        new("PRIVACY_URL", "Policies:PrivacyUrl", Check: SettingChecks.Url),
        new("PRIVACY_CONTACT", "Policies:Contact", Check: SettingChecks.MailAddress),
        new("TOKEN_ENCRYPTION_KEYS", "Tokens:EncryptionKeys", Required: true, Check: SettingChecks.KeyRing),
        new("INSTAGRAM_APP_ID", "Meta:AppId", Required: true, Check: SettingChecks.AppId),
        new("INSTAGRAM_APP_SECRET", "Meta:AppSecret", Required: true),
        new("META_APP_ID", "Meta:MetaAppId", Check: SettingChecks.AppId),
        new("META_APP_SECRET", "Meta:MetaAppSecret"),
        new("INSTAGRAM_REDIRECT_URI", "Meta:RedirectUri", Check: SettingChecks.Url),
        new("WEBHOOK_VERIFY_TOKEN", "Meta:VerifyToken", Required: true),
        new("INSTAGRAM_OAUTH_URL", "Meta:OAuthUrl", Check: SettingChecks.MetaUrl),
        new("INSTAGRAM_API_URL", "Meta:ApiUrl", Check: SettingChecks.MetaUrl),
        new("INSTAGRAM_GRAPH_URL", "Meta:GraphUrl", Check: SettingChecks.MetaUrl),
        new("FACEBOOK_URL", "Meta:FacebookUrl", Check: SettingChecks.MetaUrl),
        new("FACEBOOK_GRAPH_URL", "Meta:FacebookGraphUrl", Check: SettingChecks.MetaUrl),
        new("META_API_VERSION", "Meta:ApiVersion"),
        new("MINIO_ENDPOINT", "Media:Endpoint"),
        new("MINIO_ACCESS_KEY", "Media:AccessKey"),
        new("MINIO_SECRET_KEY", "Media:SecretKey"),
        new("MINIO_BUCKET", "Media:Bucket"),
        new("MINIO_USE_SSL", "Media:UseSsl", Check: SettingChecks.Flag),
        new("MINIO_PUBLIC_URL", "Media:PublicUrl", Check: SettingChecks.Url),
        new("WEBHOOK_RETENTION", "Retention:RawBodies", Check: SettingChecks.Span),
        new("WEBHOOK_PARKED_RETENTION", "Retention:ParkedParts", Check: SettingChecks.Span),
        new("EVENT_RETENTION", "Retention:Events", Check: SettingChecks.Span),
        new("NOTIFICATION_RETENTION", "Retention:Notifications", Check: SettingChecks.Span),
        new("OUTGOING_WEBHOOK_RETENTION", "Retention:HookDeliveries", Check: SettingChecks.Span),
        new("OUTGOING_WEBHOOKS_ALLOW_PRIVATE", "Hooks:AllowPrivate", Check: SettingChecks.Flag),
        new("MESSAGE_RETENTION", "Retention:Messages", Check: SettingChecks.Span),
        new("SESSION_RETENTION", "Retention:Sessions", Check: SettingChecks.Span),
        new("AUDIT_RETENTION", "Retention:Audit", Check: SettingChecks.Span),
        new("MAIL_RETENTION", "Retention:Mail", Check: SettingChecks.Span),
        new("ORPHAN_MEDIA_SWEEP", "Retention:OrphanSweep", Check: SettingChecks.SpanOrNever),
        new("PUBLISHED_ORIGINAL_RETENTION", "Retention:PublishedOriginals", Check: SettingChecks.SpanOrNever),
        new("MAIL_TRANSPORT", "Mail:Transport"),
        new("SMTP_HOST", "Mail:SmtpHost"),
        new("SMTP_PORT", "Mail:SmtpPort", Check: SettingChecks.PositiveNumber),
        new("SMTP_SECURITY", "Mail:SmtpSecurity"),
        new("SMTP_USER", "Mail:SmtpUser"),
        new("SMTP_PASSWORD", "Mail:SmtpPassword"),
        new("SMTP_FROM_EMAIL", "Mail:SmtpFromEmail", Check: SettingChecks.MailAddress),
        new("SMTP_FROM_NAME", "Mail:SmtpFromName"),
        new("SENDGRID_API_KEY", "Mail:SendGridApiKey"),
        new("SENDGRID_API_URL", "Mail:SendGridUrl", Check: SettingChecks.MetaUrl),
        new("SENDGRID_FROM_EMAIL", "Mail:SendGridFromEmail", Check: SettingChecks.MailAddress),
        new("SENDGRID_FROM_NAME", "Mail:SendGridFromName"),
        new("SENDGRID_WEBHOOK_PUBLIC_KEY", "Mail:SendGridWebhookPublicKey", Check: SettingChecks.PublicKey),
        new("SEED_DEMO", "Demo:Seed", Check: SettingChecks.Flag),
        new("DEMO_PASSWORD", "Demo:Password"),
    ];

    /// <summary>The flat names, and the section key that each becomes.</summary>
    public static IEnumerable<(string Name, string Key)> Names => All.Select(setting => (setting.Name, setting.Key));

    /// <summary>Adds the sections. Needs the sources that hold the flat names to be there already.</summary>
    /// <exception cref="SettingsException">Something is missing or malformed: it lists all of it, by name.</exception>
    public static T AddFlatSettings<T>(this T configuration) where T : IConfigurationBuilder
    {
        var given = (configuration as IConfiguration) ?? configuration.Build();
        var problems = new List<string>();
        var sections = new Dictionary<string, string?>();
        foreach (var setting in All)
        {
            var value = (Blank(given[setting.Name]) ?? Blank(given[setting.Key]))?.Trim();
            if (value is null && setting.Required) problems.Add($"{setting.Name} is missing");
            if (value?.StartsWith("CHANGE_", StringComparison.Ordinal) is true) problems.Add($"{setting.Name} is still the placeholder of .env.example");
            else if (value is not null && setting.Check?.Invoke(value) is { } problem) problems.Add($"{setting.Name} {problem}");
            if ((value ?? setting.Default) is { } effective) sections[setting.Key] = setting.Check == SettingChecks.Flag ? SettingChecks.IsOn(effective).ToString() : effective;
        }
        Derive(given, sections, problems);
        if (problems.Count > 0) throw new SettingsException(problems);
        configuration.AddInMemoryCollection(sections);
        return configuration;
    }

    /// <summary>What follows from other settings, and what only some modes need.</summary>
    private static void Derive(IConfiguration given, Dictionary<string, string?> sections, List<string> problems)
    {
        var mode = sections["Cluster:Mode"] = given["Cluster:Mode"] ?? "Single";
        if (mode is not ("Single" or "Redis")) problems.Add($"Cluster__Mode is {mode}; it is Single or Redis");
        if (mode is "Redis" && !sections.ContainsKey("Redis:Url")) problems.Add("REDIS_URL is missing, and Cluster__Mode is Redis");

        var store = sections["Media:Store"] = given["Media:Store"] ?? "Disk";
        if (store is not ("Disk" or "Minio")) problems.Add($"Media__Store is {store}; it is Disk or Minio");
        if (store is "Minio")
            problems.AddRange(All.Where(s => s.Key is "Media:Endpoint" or "Media:AccessKey" or "Media:SecretKey" or "Media:Bucket" && !sections.ContainsKey(s.Key))
                .Select(s => $"{s.Name} is missing, and Media__Store is Minio"));
        sections["Media:Root"] = Path.GetFullPath(given["Media:Root"] ?? Path.Combine(given["DATA_DIR"] ?? ".data", "media"));
        sections["Media:AppUrl"] = sections["App:Url"];
        sections["Media:SigningSecret"] = sections.GetValueOrDefault("Identity:JwtSecret");
        DeriveMail(sections, problems);
        if (sections.ContainsKey("Meta:MetaAppId") && !sections.ContainsKey("Meta:MetaAppSecret")) problems.Add("META_APP_SECRET is missing, and META_APP_ID is given");
        sections.TryAdd("Meta:RedirectUri", sections["App:Url"]!.TrimEnd('/') + "/api/instagram/oauth/callback");
    }

    /// <summary>Mail goes the way that is named, else the one whose credentials are there.</summary>
    private static void DeriveMail(Dictionary<string, string?> sections, List<string> problems)
    {
        var transport = sections["Mail:Transport"] = sections.GetValueOrDefault("Mail:Transport")
            ?? (sections.ContainsKey("Mail:SendGridApiKey") ? "sendgrid" : sections.ContainsKey("Mail:SmtpHost") ? "smtp" : "none");
        sections["Mail:AppUrl"] = sections["App:Url"];
        sections["Mail:LinkSecret"] = sections.GetValueOrDefault("Identity:JwtSecret");
        sections["Mail:LinkSecretPrevious"] = sections.GetValueOrDefault("Identity:JwtSecretPrevious");
        if (transport is not ("smtp" or "sendgrid")) return;
        var provider = transport is "smtp" ? "Smtp" : "SendGrid";
        problems.AddRange(All.Where(s => s.Key == $"Mail:{provider}FromEmail" || s.Key is "Mail:SmtpHost" && transport is "smtp" || s.Key is "Mail:SendGridApiKey" && transport is "sendgrid")
            .Where(s => !sections.ContainsKey(s.Key)).Select(s => $"{s.Name} is missing, and mail goes by {transport}"));
        sections["Mail:FromEmail"] = sections.GetValueOrDefault($"Mail:{provider}FromEmail");
        if (sections.GetValueOrDefault($"Mail:{provider}FromName") is { } name) sections["Mail:FromName"] = name;
    }

    private static string? Blank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    private sealed record Setting(string Name, string Key, bool Required = false, string? Default = null, Func<string, string?>? Check = null);
}

/// <summary>The process cannot start as it is configured. The message lists every problem on a line of its own.</summary>
public sealed class SettingsException(IReadOnlyList<string> problems)
    : Exception("These settings have to be corrected (see .env.example):" + string.Concat(problems.Select(p => "\n  " + p)));
