# fails: expose/answers, refused/answers
# Without a target port the Service sends to 80, where nobody listens.
kubectl expose deployment catalog --port=80
kubectl patch service vault -n bank -p '{"spec":{"ports":[{"port":8080,"targetPort":8080}]}}'
