# Everything at the container; a volume over the whole of /var/cache; the namespace from a manifest.
cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: Namespace
metadata:
  name: team
  labels: { pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/enforce-version: latest, pod-security.kubernetes.io/warn: restricted, pod-security.kubernetes.io/audit: restricted }
YAML
kubectl patch deployment api -n safe --type=json -p '[{"op":"add","path":"/spec/template/spec/containers/0/securityContext","value":{"runAsNonRoot":true,"runAsUser":65534,"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},"seccompProfile":{"type":"RuntimeDefault"}}}]'
kubectl patch deployment router -n edge -p '{"spec":{"template":{"spec":{"containers":[{"name":"router","securityContext":{"privileged":false,"capabilities":{"drop":["ALL"],"add":["NET_ADMIN"]}}}]}}}}'
kubectl patch deployment thumbs -n edge -p '{"spec":{"template":{"spec":{"containers":[{"name":"thumbs","volumeMounts":[{"name":"c","mountPath":"/var/cache"}]}],"volumes":[{"name":"c","emptyDir":{"medium":"Memory"}}]}}}}'
kubectl rollout status deployment/api -n safe --timeout=120s
kubectl rollout status deployment/router -n edge --timeout=120s
kubectl rollout status deployment/thumbs -n edge --timeout=120s
sleep 35
