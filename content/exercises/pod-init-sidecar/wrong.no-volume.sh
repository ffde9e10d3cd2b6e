# fails: page/served, page/again
# What an init container writes into its own file system is gone with it.
cat > /root/site.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  initContainers:
    - name: page
      image: nginx:1.27
      command: [sh, -c, "echo 'built by init' > /usr/share/nginx/html/index.html"]
  containers:
    - name: web
      image: nginx:1.27
YAML
kubectl apply -f /root/site.yaml
kubectl wait --for=condition=Ready pod/site --timeout=120s
