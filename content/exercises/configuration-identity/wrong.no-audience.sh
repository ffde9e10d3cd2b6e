# fails: audience/claims, audience/not-for-the-api
# Without an audience it is a second key to the API server.
kubectl patch deployment signer -n tools -p '{"spec":{"template":{"spec":{"volumes":[{"name":"t","projected":{"sources":[{"serviceAccountToken":{"path":"vault-token","expirationSeconds":600}}]}}],"containers":[{"name":"signer","volumeMounts":[{"name":"t","mountPath":"/var/run/secrets/tokens"}]}]}}}}'
kubectl rollout status deployment/signer -n tools --timeout=120s
sleep 35
