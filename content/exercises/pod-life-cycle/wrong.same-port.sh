# fails: pair/both, pair/localhost
# Two web servers, one port: the second never starts.
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
      image: nginx:1.27
YAML
sleep 60
