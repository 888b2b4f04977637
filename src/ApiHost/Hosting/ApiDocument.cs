using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SocialSelling.Hosting;

/// <summary>The OpenAPI document at <c>/api/docs/v1.json</c> and Swagger UI at <c>/api/docs</c>. The web client's types are generated from it.</summary>
internal static class ApiDocument
{
    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer(Describe);
        options.AddSchemaTransformer(RequireWhatIsAlwaysThere);
        options.AddOperationTransformer(Secure);
    });

    public static void UseApiDocument(this WebApplication app)
    {
        app.MapOpenApi("/api/docs/{documentName}.json");
        app.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = "api/docs";
            ui.DocumentTitle = "Social Selling Platform API";
            ui.SwaggerEndpoint("/api/docs/v1.json", "v1");
        });
    }

    /// <summary>Writes the document of this build to a file. Needs no database and no cluster: nothing but the web server is started.</summary>
    public static async Task<int> Write(string file)
    {
        string[] settings =
        [
            "--DATABASE_URL=postgresql://nobody@localhost/none", "--JWT_SECRET=" + new string('0', 32), "--TOKEN_ENCRYPTION_KEYS=none:" + Convert.ToBase64String(new byte[32]),
            "--INSTAGRAM_APP_ID=0", "--INSTAGRAM_APP_SECRET=0", "--WEBHOOK_VERIFY_TOKEN=0", "--SEED_DEMO=0", "--urls=http://127.0.0.1:0",
        ];
        await using var app = ApiHost.Build(settings, services =>
        {
            foreach (var hosted in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Name != "GenericWebHostService").ToList()) services.Remove(hosted);
        });
        await app.StartAsync();
        var document = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync();
        await using var target = File.CreateText(file);
        await target.WriteAsync(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1));
        await app.StopAsync();
        return 0;
    }

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new OpenApiInfo { Title = "Social Selling Platform API", Version = "1.0", Description = "Errors are problem details (RFC 9457) with a stable `code` and a `traceId`. Every POST takes an `Idempotency-Key` header: the same request with the same key creates once." };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["JWT-auth"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "An access token, or an API key of a workspace (ssk_…)." },
        };
        return Task.CompletedTask;
    }

    /// <summary>Answers hold all their members, null or not; only requests leave some out.</summary>
    private static Task RequireWhatIsAlwaysThere(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = context.JsonTypeInfo.Type;
        var isAnswer = type.Name.EndsWith("View", StringComparison.Ordinal) || type == typeof(Publishing.Finding) || type == typeof(Inbox.Mark)
            || type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Page<>) || type.GetGenericTypeDefinition() == typeof(ThreadPage<>));
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object && isAnswer && schema.Properties is { } properties) schema.Required = properties.Keys.ToHashSet();
        return Task.CompletedTask;
    }

    private static Task Secure(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Microsoft.AspNetCore.Authorization.IAuthorizeData>().Any())
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("JWT-auth", context.Document)] = [] }];
        return Task.CompletedTask;
    }
}
