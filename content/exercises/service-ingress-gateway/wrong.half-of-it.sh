# fails: blog/answers
kubectl patch ingress blog -n blog -p '{"spec":{"ingressClassName":"nginx"}}'
sleep 10
