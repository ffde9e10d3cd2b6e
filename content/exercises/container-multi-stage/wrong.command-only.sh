# fails: greet/argument
# An argument replaces CMD altogether: Minsu is not a program.
printf 'FROM busybox:1.36\nCMD ["echo", "hello", "world"]\n' > /root/greet/Dockerfile
docker build -q -t greet:1 /root/greet
