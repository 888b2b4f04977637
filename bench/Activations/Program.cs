// What it costs to have accounts awake in a silo: memory per grain, and time, CPU and transactions per activation. bench/README.md has the options.
using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;
using SocialSelling;
using SocialSelling.Bench;
using SocialSelling.Hosting;
using SocialSelling.Migrations;

if (args is not [var accountsGiven, var messagesGiven] || !int.TryParse(accountsGiven, CultureInfo.InvariantCulture, out var accounts) || !int.TryParse(messagesGiven, CultureInfo.InvariantCulture, out var messages))
{
    Console.Error.WriteLine("usage: Activations ACCOUNTS MESSAGES   with the silo's settings in the environment");
    return 2;
}

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
builder.Configuration.AddFlatSettings();
builder.AddObservability("Bench");
builder.Services.AddLiveChannel(builder.Configuration);
builder.AddSocialSellingSilo();
builder.WebHost.UseUrls("http://127.0.0.1:0");
await using var silo = builder.Build();
var database = silo.Services.GetRequiredService<NpgsqlDataSource>();
await new Migrator(silo.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString().ConnectionString).Up(null, CancellationToken.None);
await silo.StartAsync();

var shops = await Shops.Create(database, accounts);
var wake = new Round(silo.Services.GetRequiredService<IGrainFactory>(), database, shops);
// A first account pays for everything that is made once: the JIT, the pool, the plans.
await wake.Run(shops.AccountIds.Length - 1, messages: 1);
await wake.Run(shops.AccountIds.Length - 1, messages: 0);

var empty = Memory.Now();
var activated = await wake.Run(0, messages: 0);
var awake = Memory.Now();
Console.WriteLine($"awake               {accounts - 1,10:N0} accounts: {awake.Managed(empty, accounts - 1):N0} bytes each on the heap, {awake.Resident(empty, accounts - 1):N0} in the process");
Console.WriteLine($"activation          {activated.PerSecond:N0}/s, {activated.CpuPerCall:F3} ms of this process' CPU and {activated.TransactionsPerCall:F2} transactions each");
var delivered = await wake.Run(0, messages);
var busy = Memory.Now();
Console.WriteLine($"after {messages,3} messages  {busy.Managed(empty, accounts - 1),10:N0} bytes each on the heap, {busy.Resident(empty, accounts - 1):N0} in the process");
await silo.StopAsync();
return 0;
