# fails: greet/argument
# The shell form passes no arguments on.
printf 'FROM busybox:1.36\nENTRYPOINT echo hello world\n' > /root/greet/Dockerfile
docker build -q -t greet:1 /root/greet
