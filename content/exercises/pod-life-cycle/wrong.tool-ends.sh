# fails: pair/both, pair/localhost
# busybox without a command is a shell with nobody to talk to: it ends at once.
cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: Pod
metadata:
  name: pair
spec:
  containers:
    - name: web
      image: nginx:1.27
    - name: tool
      image: busybox:1.36
YAML
sleep 60
