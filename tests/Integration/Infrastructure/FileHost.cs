using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SocialSelling.Infrastructure;

/// <summary>Stands in for Meta's content network: gives out the files that a test puts there, and answers as the test says.</summary>
public sealed class FileHost : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> files = new();
    private readonly WebApplication app = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None"]).Build();

    public async Task<FileHost> Start()
    {
        app.MapGet("/{name}", (string name, HttpContext http) => files.TryGetValue(name, out var answer) ? answer(http) : Results.NotFound().ExecuteAsync(http));
        await app.StartAsync();
        return this;
    }

    /// <returns>Its link.</returns>
    public string Has(string name, byte[] bytes) => Answers(name, http => http.Response.Body.WriteAsync(bytes).AsTask());

    /// <returns>The link.</returns>
    public string Answers(string name, Func<HttpContext, Task> answer)
    {
        files[name] = answer;
        return $"{app.Urls.First()}/{name}";
    }

    public void Loses(string name) => files.TryRemove(name, out _);

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
