namespace SocialSelling.Inbox;

[GenerateSerializer, Immutable, Alias("ss.RuleNotFound")]
public sealed record RuleNotFound : DomainError
{
    public override string Code => "rule-not-found";
    public override string Detail => "There is no such rule.";
}

[GenerateSerializer, Immutable, Alias("ss.TooManyRules")]
public sealed record TooManyRules([property: Id(0)] int Limit) : DomainError
{
    public override string Code => "too-many-rules";
    public override string Detail => $"An account has at most {Limit} rules. Delete one first.";
}
