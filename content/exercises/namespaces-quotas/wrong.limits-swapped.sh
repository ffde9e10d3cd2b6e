# fails: defaults/filled-in
# `default` is the limit, `defaultRequest` the request.
cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: LimitRange
metadata: { name: defaults, namespace: lab }
spec: { limits: [{ type: Container, default: { cpu: 100m, memory: 64Mi }, max: { memory: 512Mi } }] }
YAML
