# fails: immutable/answers, immutable/serves, immutable/read-only
# A volume over what is served: nothing can be written but there, and nothing is served.
kubectl patch deployment gallery -n shop -p '{"spec":{"template":{"spec":{"containers":[{"name":"web","securityContext":{"readOnlyRootFilesystem":true},"volumeMounts":[{"name":"all","mountPath":"/run"},{"name":"all","mountPath":"/var/cache/nginx"},{"name":"all","mountPath":"/usr/share/nginx/html"}]}],"volumes":[{"name":"all","emptyDir":{}}]}}}}'
kubectl scale deployment gallery -n shop --replicas=1
sleep 30
