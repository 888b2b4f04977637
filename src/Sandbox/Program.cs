using SocialSelling.Sandbox;

try
{
    await SandboxApp.Build(args).RunAsync();
    return 0;
}
catch (BadSettingException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
