export const Logo = ({ size = 32 }: { size?: number }) => <img src="/icon.svg" alt="" width={size} height={size} />
