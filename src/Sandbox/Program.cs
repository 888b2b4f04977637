using SocialSelling.Sandbox;

try
{
    await SandboxApp.Build(args).RunAsync();
    return 0;
}
catch (InvalidOperationException e) when (e.Message.EndsWith("is missing", StringComparison.Ordinal))
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
