using SocialSelling.Hosting;

try
{
    // Files of settings are looked for, and watched, beside the program, not in whatever folder it is started in.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    builder.Configuration.AddFlatSettings();
    builder.AddObservability("Silo");
    builder.Services.AddLiveChannel(builder.Configuration);
    builder.AddSocialSellingSilo();
    builder.Services.AddHealth();

    await using var app = builder.Build();
    app.MapHealth();
    app.MapMetrics();
    await app.RunAsync();
    // Not 0 when the membership guard stopped it.
    return Environment.ExitCode;
}
catch (Exception e) when (e is SettingsException or Microsoft.Extensions.Options.OptionsValidationException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
