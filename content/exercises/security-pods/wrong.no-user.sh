# fails: refused/runs, refused/not-root
# Admission is content; the kubelet finds that the image runs as root.
kubectl patch deployment api -n safe -p '{"spec":{"template":{"spec":{"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"busybox","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]}}}}'
sleep 30
