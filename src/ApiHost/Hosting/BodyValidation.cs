using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Hosting;

/// <summary>Checks the annotations of bodies and filters. The framework's AddValidation sees public types only, and ours are internal.</summary>
internal sealed class BodyValidation : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var argument in context.Arguments)
        {
            if (argument is null || argument.GetType() is var type && (type.Assembly != typeof(BodyValidation).Assembly || type.GetMethod("<Clone>$") is null)) continue;
            var findings = new List<ValidationResult>();
            if (Validator.TryValidateObject(argument, new ValidationContext(argument), findings, validateAllProperties: true)) continue;
            var errors = findings.SelectMany(f => f.MemberNames.Select(member => (member, f.ErrorMessage ?? "This is not valid.")))
                .GroupBy(f => f.member, f => f.Item2).ToDictionary(g => g.Key, g => g.ToArray());
            return TypedResults.ValidationProblem(errors);
        }
        return await next(context);
    }
}
