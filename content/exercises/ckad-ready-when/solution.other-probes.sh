# The health of the server as a whole; files and ports by programs in the container.
for name in @{rpc} @{worker} @{line}; do kubectl get deployment $name -n @{namespace} -o json > /tmp/$name.json; done
jq '.spec.template.spec.containers[0].readinessProbe = {grpc: {port: @{rpcPort}}, periodSeconds: @{pace.every}, failureThreshold: @{pace.out}, initialDelaySeconds: 2}' /tmp/@{rpc}.json | kubectl replace -f -
jq '.spec.template.spec.containers[0].readinessProbe = {exec: {command: ["cat", "/run/@{worker}/@{flag}"]}, successThreshold: @{again}, periodSeconds: 4}' /tmp/@{worker}.json | kubectl replace -f -
jq '.spec.template.spec.containers[0].readinessProbe = {exec: {command: ["nc", "-z", "127.0.0.1", "@{open}"]}, periodSeconds: 3}' /tmp/@{line}.json | kubectl replace -f -
for name in @{rpc} @{worker} @{line}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=120s; done
sleep 10
